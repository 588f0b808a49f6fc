/* condenser-cli gallery: a picture of every shipped model in one folder, and a page that shows them. */
#include "config.h"

#include "picture-private.h"

#include "formats/formats.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>

#define DEFAULT_FOLD "4:3"

typedef struct
{
  char *folder, *format;
  double scale;
  gboolean all, quiet;
} GalleryOptions;

static void
gallery_options_clear (GalleryOptions *options)
{
  g_free (options->folder);
  g_free (options->format);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GalleryOptions, gallery_options_clear)

static void
add_options (CndParser *parser, GalleryOptions *options)
{
  GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->folder, N_("Folder to write into; made when it is missing"),
      N_("FOLDER") },
    { "all", 0, 0, G_OPTION_ARG_NONE, &options->all, N_("Draw every preset, not just the first of each model"), NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format, N_("Format: svg (the default), png or pdf"),
      N_("FORMAT") },
    { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &options->scale, N_("Pixels a unit, for PNG"), N_("SCALE") },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet, N_("Do not say what is being drawn"), NULL },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
}

/* ---- The page ----------------------------------------------------------------------- */

static const char page_style[]
  = ":root { color-scheme: light dark; --ground: #fafafa; --card: #ffffff; --text: #1d1d20; --dim: #5a5a63; "
    "--line: #d4d4da; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ground: #1d1d20; --card: #28282c; --text: #f4f4f6; "
    "--dim: #b0b0ba; --line: #47474f; } }\n"
    "body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; background: var(--ground); color: var(--text); "
    "font: 1rem/1.5 system-ui, sans-serif; }\n"
    "ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1.5rem; padding: 0; "
    "list-style: none; }\n"
    "figure { margin: 0; padding: 1rem; background: var(--card); border: 1px solid var(--line); "
    "border-radius: 12px; }\n"
    "img { display: block; width: 100%; height: 16rem; object-fit: contain; }\n"
    "figcaption { margin-top: .75rem; }\n"
    "figcaption strong, figcaption span { display: block; }\n"
    "figcaption span { color: var(--dim); font-size: .9rem; }\n"
    "a { color: inherit; }\n";

static void
append_escaped (GString *page, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);
  g_string_append (page, text);
}

static GString *
begin_page (void)
{
  GString *page = g_string_new ("<!DOCTYPE html>\n");

  /* Translators: the language code of these translations */
  append_escaped (page, "<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", _("en"));
  g_string_append (page, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  append_escaped (page, "<title>%s</title>\n", _("Neural networks, drawn by Condenser"));
  g_string_append_printf (page, "<style>\n%s</style>\n</head>\n<body>\n<main>\n", page_style);
  append_escaped (page, "<h1>%s</h1>\n<p>%s</p>\n<ul>\n", _("Neural networks, drawn by Condenser"),
                  _("Parameters and multiply-adds (MACs) in the state dense. Each picture opens in its full size."));
  return page;
}

static void
append_model (GString *page, const CndShipped *model, const CndScene *scene, const char *file, CndFormat format)
{
  const CndCounts *total = cnd_report_get_total (model->subject.report);
  CndRect bounds = cnd_scene_get_bounds (scene);
  g_autofree char *parameters = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, total->parameters);
  g_autofree char *macs = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, total->macs);
  g_autofree char *first = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s parameter", "%s parameters", total->parameters), parameters);
  g_autofree char *second = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s multiply-add", "%s multiply-adds", total->macs), macs);
  g_autofree char *counts = g_strconcat (first, ", ", second, NULL);
  g_autofree char *alt = g_strdup_printf (_("Layer graph of %s"), model->subject.name);

  append_escaped (page, "<li><figure><a href=\"%s\">", file);
  if (format != CND_FORMAT_PDF)
    append_escaped (page, "<img src=\"%s\" alt=\"%s\" width=\"%.0f\" height=\"%.0f\" loading=\"lazy\">", file, alt,
                    bounds.width, bounds.height);
  else
    append_escaped (page, "%s", file);
  append_escaped (page, "</a>\n<figcaption><strong>%s</strong><span>%s</span></figcaption></figure></li>\n",
                  model->subject.name, counts);
}

/* ---- Drawing ------------------------------------------------------------------------ */

static const char *const endings[] = { [CND_FORMAT_SVG] = "svg", [CND_FORMAT_PNG] = "png", [CND_FORMAT_PDF] = "pdf" };

/* "condensenet-86.svg": letters and digits stay, so that the name is good in every file system and link. */
static char *
make_file_name (const char *call, CndFormat format)
{
  g_autofree char *base = g_strcanon (g_strdup (call), G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.", '-');

  return g_strdup_printf ("%s.%s", base, endings[format]);
}

static gboolean
draw_model (const CndShipped *model, const CndPictureOptions *picture, const CndPictureStyle *style,
            const GalleryOptions *options, CndFormat format, GString *page, GError **error)
{
  g_autofree char *file = make_file_name (model->call, format);
  g_autofree char *path = g_build_filename (options->folder, file, NULL);
  g_autofree char *note = NULL;
  g_autoptr (CndScene) scene = cnd_cli_make_scene (&model->subject, picture, style, error);

  if (scene == NULL || !cnd_cli_write_scene (scene, style, format, options->scale, path, &note, error))
    return FALSE;
  if (!options->quiet)
    cnd_cli_note (path);
  if (note)
    cnd_cli_note (note);
  append_model (page, model, scene, file, format);
  return TRUE;
}

static gboolean
make_folder (const char *folder, GError **error)
{
  g_autofree char *name = g_filename_display_name (folder);

  if (g_mkdir_with_parents (folder, 0777) == 0)
    return TRUE;
  cnd_base_set_problem (error, CND_ERROR_WRITE, &(CndProblem){ .file = name },
                        _("The folder cannot be made: %s"), g_strerror (errno));
  return FALSE;
}

static int
draw_all (const CndPictureOptions *picture, const CndPictureStyle *style, const GalleryOptions *options,
          CndFormat format)
{
  int status = CND_EXIT_GOOD;
  g_autoptr (GArray) models = cnd_cli_load_shipped (options->all, &status);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (options->folder, "index.html", NULL);
  GString *page = begin_page ();
  gboolean good = models->len > 0 && make_folder (options->folder, &error);

  for (guint i = 0; good && i < models->len; i++)
    good = draw_model (&g_array_index (models, CndShipped, i), picture, style, options, format, page, &error);
  g_string_append (page, "</ul>\n</main>\n</body>\n</html>\n");
  if (good)
    good = cnd_formats_save_file (path, page->str, page->len, NULL, &error);
  g_string_free (page, TRUE);
  return error ? cnd_cli_fail (error) : status;
}

static int
run_gallery (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_auto (CndPictureOptions) picture = CND_PICTURE_OPTIONS_INIT;
  g_auto (GalleryOptions) options = { .scale = 1 };
  CndPictureStyle style;
  CndFormat format = CND_FORMAT_SVG;
  int status;

  add_options (parser, &options);
  cnd_cli_add_layout_options (parser, &picture);
  cnd_cli_add_style_options (parser, &picture);
  if (!cnd_cli_parser_run (parser, argc, argv, 0, 0, &status))
    return status;
  if (options.folder == NULL)
    return cnd_cli_misuse (command, _("gallery needs -o FOLDER"));
  if (options.format && !cnd_cli_read_format (command, options.format, &format, &status))
    return status;
  if (picture.fold == NULL)
    picture.fold = g_strdup (DEFAULT_FOLD);
  if (picture.theme == NULL && format == CND_FORMAT_SVG)
    picture.theme = g_strdup ("auto");
  if (!cnd_cli_read_picture_style (command, &picture, &style, &status)
      || !cnd_cli_check_picture (command, &style, format, options.scale, &status))
    return status;
  return draw_all (&picture, &style, &options, format);
}

const CndCommand cnd_cli_gallery = {
  "gallery",
  N_("-o FOLDER"),
  N_("Draws every model that ships with Condenser into a folder, with a page that shows them."),
  N_("The pictures are called after what the other commands take: condensenet-86.svg is\n"
     "condensenet:86; index.html shows them with their parameters and multiply-adds.\n"
     "Without options they are SVG, folded to 4:3, and light or dark as their viewer is.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli gallery -o gallery\n"
     "  condenser-cli gallery -o slides --all --format pdf --theme print --fold 16:9"),
  run_gallery,
};
