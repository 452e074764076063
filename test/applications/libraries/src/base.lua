return { name = "base of app:base" }
