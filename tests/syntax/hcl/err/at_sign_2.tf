resource "alicloud_instance" "web" {
  image_id = @"m-bp1"
  count    = 1
}

variable "a" {}
