#!/bin/sh
echo ecs_image_web
