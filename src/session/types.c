/* The reference-counted values of the rooms below, as property types. */
#include "session.h"

#define DEFINE_BOXED(Type, name, ref, unref)                                                                      \
  GType                                                                                                           \
  cnd_session_get_##name##_type (void)                                                                            \
  {                                                                                                               \
    static gsize type;                                                                                            \
                                                                                                                  \
    if (g_once_init_enter (&type))                                                                                \
      g_once_init_leave (&type, g_boxed_type_register_static (#Type, (GBoxedCopyFunc) ref, (GBoxedFreeFunc) unref)); \
    return type;                                                                                                  \
  }

DEFINE_BOXED (CndNetwork, network, cnd_network_ref, cnd_network_unref)
DEFINE_BOXED (CndReport, report, cnd_report_ref, cnd_report_unref)
DEFINE_BOXED (CndScene, scene, cnd_scene_ref, cnd_scene_unref)
