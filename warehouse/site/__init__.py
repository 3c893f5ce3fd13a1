"""The site: static pages over the published file, which open from disk or any web server."""
