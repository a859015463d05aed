resource "alicloud_instance" "web" {
  image_id = "ecs_image_web"
}
