resource "alicloud_instance" "db" {
  image_id = "ecs_image_web"
}
