/* An error with a place. GLib allocates the place beside every GError of the domain CND_ERROR, so it is
 * copied and freed with the error, and also there (empty) when somebody made the error with g_set_error(). */
#include "config.h"

#include "base.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef CndProblem CndErrorPrivate;

static void
cnd_error_private_init (CndErrorPrivate *problem)
{
}

/* What is said about a file may quote its bytes; labels and terminals want UTF-8. */
static char *
dup_valid (const char *text)
{
  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

static void
cnd_error_private_copy (const CndErrorPrivate *from, CndErrorPrivate *to)
{
  *to = (CndProblem){
    .file = g_strdup (from->file),
    .line = from->line,
    .column = from->column,
    .path = dup_valid (from->path),
    .found = dup_valid (from->found),
    .expected = dup_valid (from->expected),
    .hint = dup_valid (from->hint),
  };
}

static void
cnd_error_private_clear (CndErrorPrivate *problem)
{
  g_free ((char *) problem->file);
  g_free ((char *) problem->path);
  g_free ((char *) problem->found);
  g_free ((char *) problem->expected);
  g_free ((char *) problem->hint);
}

G_DEFINE_EXTENDED_ERROR (CndError, cnd_error)

void
cnd_base_set_problem (GError **error, CndErrorCode code, const CndProblem *problem, const char *format, ...)
{
  g_return_if_fail (error == NULL || *error == NULL);
  g_return_if_fail (format != NULL);

  if (error == NULL)
    return;

  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_autofree char *message = dup_valid (text);
  *error = g_error_new_literal (CND_ERROR, code, message);

  if (problem != NULL)
    cnd_error_private_copy (problem, cnd_error_get_private (*error));
}

const CndProblem *
cnd_base_get_problem (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return error->domain == CND_ERROR ? cnd_error_get_private (error) : NULL;
}

void
cnd_base_set_problem_file (GError *error, const char *file)
{
  g_return_if_fail (error != NULL);
  g_return_if_fail (file != NULL);

  if (error->domain != CND_ERROR)
    return;

  CndProblem *problem = cnd_error_get_private (error);
  if (problem->file == NULL)
    problem->file = g_strdup (file);
}

/* Appends what may come from anywhere, so that it is valid UTF-8 and stays on the line. */
static void
append_on_line (GString *line, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '\n')
        g_string_append (line, "\\n");
      else if (c == '\r')
        g_string_append (line, "\\r");
      else if (c == '\t')
        g_string_append (line, "\\t");
      else if (g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029)
        g_string_append_printf (line, "\\u%04x", c);
      else
        g_string_append_unichar (line, c);
    }
}

static void
append_place (GString *line, const CndProblem *problem)
{
  if (problem->file != NULL)
    {
      append_on_line (line, problem->file);
      g_string_append_c (line, ':');
    }
  if (problem->line > 0)
    g_string_append_printf (line, "%u:", problem->line);
  if (problem->line > 0 && problem->column > 0)
    g_string_append_printf (line, "%u:", problem->column);
  if (line->len > 0)
    g_string_append_c (line, ' ');
}

/* Appends one part in brackets, when it is known: "; found 3". Returns whether the next part is still the first. */
static gboolean
append_part (GString *line, gboolean is_first, const char *format, const char *text)
{
  if (text == NULL || *text == '\0')
    return is_first;

  g_autofree char *part = g_strdup_printf (format, text);
  g_string_append (line, is_first ? " (" : "; ");
  append_on_line (line, part);
  return FALSE;
}

static gsize
get_length_without_stop (const char *message)
{
  gsize length = strlen (message);
  return length > 0 && message[length - 1] == '.' ? length - 1 : length;
}

char *
cnd_base_format_problem (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  static const CndProblem nowhere = { NULL };
  const CndProblem *problem = cnd_base_get_problem (error);
  if (problem == NULL)
    problem = &nowhere;

  GString *line = g_string_new (NULL);
  append_place (line, problem);

  /* The stop moves behind the parts in brackets */
  g_autofree char *message = g_strndup (error->message, get_length_without_stop (error->message));
  append_on_line (line, message);

  gboolean is_first = TRUE;
  /* Translators: these three follow an error's message, in brackets: "(at $.input; found 3; expected a list)" */
  is_first = append_part (line, is_first, _("at %s"), problem->path);
  is_first = append_part (line, is_first, _("found %s"), problem->found);
  is_first = append_part (line, is_first, _("expected %s"), problem->expected);
  if (!is_first)
    g_string_append_c (line, ')');

  if (problem->hint != NULL)
    {
      g_string_append (line, ". ");
      append_on_line (line, problem->hint);
    }
  return g_string_free (line, FALSE);
}
