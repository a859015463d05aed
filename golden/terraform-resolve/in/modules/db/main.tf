variable "image" {
  type = string
}

resource "alicloud_instance" "db" {
  image_id = var.image
}
