/* slider: from a slider's move to the picture that follows: network, counts, layout and scene, in the interface thread. */
#include "session/session.h"
#include "support/bench.h"

typedef struct
{
  CndDocument *document;
  gint parameter;
  gint64 values[2];
  guint turn;
} Slider;

static void
move (gpointer data)
{
  Slider *slider = data;

  if (!cnd_document_set_parameter (slider->document, (guint) slider->parameter, 0, slider->values[slider->turn++ % 2]))
    g_error ("the value is not legal");
}

static void
measure (const char *name, const char *file, const char *preset, const char *parameter, gint64 one, gint64 other, double target)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *line = g_strconcat ("slider-", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, &error);
  g_autoptr (CndSettings) settings = cnd_settings_new ();
  g_autoptr (CndDocument) document = cnd_document_new (settings);
  Slider slider = { document, -1, { one, other }, 0 };

  if (!architecture ||
      !cnd_document_set_architecture (document, architecture, cnd_architecture_find_preset (architecture, preset, NULL), &error))
    g_error ("%s", error->message);
  slider.parameter = cnd_architecture_find_parameter (architecture, parameter, &error);
  if (slider.parameter < 0)
    g_error ("%s", error->message);
  cnd_bench_report (line, cnd_bench_time_ms (move, &slider, 15), "ms", CND_BENCH_AT_MOST, target);
}

int
main (void)
{
  measure ("condensenet-86", "condensenet.json", "86", "bottleneck", 4, 2, 16);
  measure ("condensenet-182", "condensenet.json", "182", "bottleneck", 4, 2, 16);
  measure ("googlenet", "googlenet.json", NULL, "classes", 1000, 10, 16);
  return 0;
}
