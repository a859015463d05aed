resource "alicloud_instance" "web" {
  image_id = <<EOT
  count    = 1
}

variable "a" {}
