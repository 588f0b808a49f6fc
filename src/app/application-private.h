/* The application: command line, settings and gallery that all windows share, keys. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

#define CND_TYPE_APPLICATION (cnd_application_get_type ())
G_DECLARE_FINAL_TYPE (CndApplication, cnd_application, CND, APPLICATION, AdwApplication)

/* Loading OpenGL is a third of the start, and the software renderer has no use for it: to be called before anything else. */
void cnd_application_spare_opengl (void);
CndApplication *cnd_application_new (GApplicationFlags flags) G_GNUC_WARN_UNUSED_RESULT;
CndSettings *cnd_application_get_settings (CndApplication *self);
CndGallery *cnd_application_get_gallery (CndApplication *self);
CndThumbnails *cnd_application_get_thumbnails (CndApplication *self);

G_END_DECLS
