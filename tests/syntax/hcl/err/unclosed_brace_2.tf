resource "alicloud_instance" "web" {
  image_id = { a = "m-bp1"
  count    = 1
}

variable "a" {}
