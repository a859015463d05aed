resource "alicloud_instance" "web" {
  image_id = "m-bp1"
  resource "a" "b"
  count    = 1
}

variable "a" {}
