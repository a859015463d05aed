image = "registry.example.com/web:1.0"
