resource "alicloud_instance" "web" {
  image_id = {
  count    = 1
}

variable "a" {}
