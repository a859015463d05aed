resource "alicloud_instance" "web" {
  image_id = var.
  count    = 1
}

variable "a" {}
