resource "alicloud_instance" "web" {
  image_id = "m-bp1"
  disk {
  count    = 1
}

variable "a" {}
