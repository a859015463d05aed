resource "alicloud_instance" "web" {
  image_id = "${var.a"
  count    = 1
}

variable "a" {}
