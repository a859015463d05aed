resource "alicloud_instance" "web" {
  image_id      = "web_image"
  instance_type = "ecs.g7.large"
}
