variable "image" {
  type = string
}

resource "alicloud_instance" "web" {
  image_id = var.image
  tags = {
    a = "b"
  }
}
