resource "alicloud_instance" "web" {
  image_id = "a ${b
  count    = 1
}

variable "a" {}
