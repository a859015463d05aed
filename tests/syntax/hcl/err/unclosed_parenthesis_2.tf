resource "alicloud_instance" "web" {
  image_id = max(1, "m-bp1"
  count    = 1
}

variable "a" {}
