resource "alicloud_instance" "web" {
  image_id = "m-bp1"
  image_id
  count    = 1
}

variable "a" {}
