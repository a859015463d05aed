variable "image_id" { type = string }

resource "alicloud_instance" "this" {
  image_id = var.image_id
}
