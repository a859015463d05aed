resource "alicloud_instance" "web" {
  image_id = var.image
}
