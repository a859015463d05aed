resource "alicloud_instance" "web" {
  image_id      = "m-2ze234567890abcdefgh"
  instance_type = "ecs.g7.large"
}
