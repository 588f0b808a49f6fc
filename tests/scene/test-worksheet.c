/* Worksheets: what is asked is not there, what would give it away neither; the answer key has it in the same places. */
#include "check.h"

#include "scene/scene.h"

#include "support/model.h"

#include <string.h>

static const char model[] = "{"
  "'name': 'Sheet', 'input': [3, 8, 8],"
  "'blocks': {'pair': {'layers': [{'kind': 'convolution', 'id': 'a', 'out': 8, 'kernel': 3, 'padding': 1, 'bias': false},"
  "  {'kind': 'relu'}, {'kind': 'convolution', 'id': 'b', 'out': 16, 'kernel': 1, 'inputs': 'input'},"
  "  {'kind': 'concatenation', 'inputs': ['a', 'b']}]}},"
  "'layers': [{'block': 'pair', 'id': 'pair'}, {'kind': 'flatten'}, {'kind': 'linear', 'id': 'fc', 'out': 10}]}";

/* Long enough for several pages, and a block begins where the first one is full. */
static const char long_model[] = "{"
  "'name': 'Long', 'input': [3, 8, 8],"
  "'blocks': {'step': {'layers': [{'kind': 'convolution', 'id': 'conv', 'out': 3, 'kernel': 1}, {'kind': 'relu'}]}},"
  "'layers': [{'block': 'step', 'id': 'step', 'repeat': 40}]}";

static double
measure (const char *text, double size, gboolean bold, gpointer data)
{
  return (double) g_utf8_strlen (text, -1) * size * 0.55;
}

static GPtrArray *
make (const char *text, const CndWorksheetOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build (text, &error);
  CndReport *report;
  GPtrArray *pages;

  g_assert_no_error (error);
  report = cnd_analysis_count (network, (CndState){ 0 }, CND_CONVENTION_DEFAULT, &error);
  g_assert_no_error (error);
  pages = cnd_scene_new_worksheet (report, options, measure, NULL);
  cnd_report_unref (report);
  return pages;
}

static const CndItem *
find_text (GPtrArray *pages, const char *text)
{
  for (guint p = 0; p < pages->len; p++)
    {
      guint n_items;
      const CndItem *items = cnd_scene_get_items (g_ptr_array_index (pages, p), &n_items);

      for (guint i = 0; i < n_items; i++)
        if (items[i].type == CND_ITEM_TEXT && strstr (items[i].text, text))
          return &items[i];
    }
  return NULL;
}

static guint
count_boxes (const CndScene *page)
{
  guint n_items, n = 0;
  const CndItem *items = cnd_scene_get_items (page, &n_items);

  for (guint i = 0; i < n_items; i++)
    n += items[i].type == CND_ITEM_RECT && g_strcmp0 (items[i].css_class, "field") == 0;
  return n;
}

#define OPTIONS(...) ((CndWorksheetOptions){ .depth = G_MAXUINT, .numbers = CND_NUMBER_STYLE_LATIN, __VA_ARGS__ })

static void
test_blanks (void)
{
  const CndWorksheetOptions asked = OPTIONS (.blanks = CND_BLANK_PARAMETERS | CND_BLANK_MACS);
  const CndWorksheetOptions key = OPTIONS (.blanks = CND_BLANK_PARAMETERS | CND_BLANK_MACS, .answers = TRUE);
  g_autoptr (GPtrArray) sheet = make (model, &asked), answers = make (model, &key);

  /* 24 × 8 × 8 × 10 + 10 parameters of fc; 216 of a, which has no bias */
  g_assert_null (find_text (sheet, "15,370"));
  g_assert_null (find_text (sheet, "216"));
  g_assert_nonnull (find_text (answers, "15,370"));
  g_assert_nonnull (find_text (answers, "216"));
  /* a, relu, b, concat, flatten, fc and the total, two boxes each; the input and the block have none */
  g_assert_cmpuint (count_boxes (g_ptr_array_index (sheet, 0)), ==, 14);
  g_assert_cmpuint (count_boxes (g_ptr_array_index (answers, 0)), ==, 14);
  g_assert_nonnull (find_text (sheet, "Name:"));
  g_assert_null (find_text (answers, "Name:"));
}

static void
test_giving_away (void)
{
  const CndWorksheetOptions macs = OPTIONS (.blanks = CND_BLANK_MACS), parameters = OPTIONS (.blanks = CND_BLANK_PARAMETERS);
  g_autoptr (GPtrArray) without = make (model, &macs), with = make (model, &parameters);

  g_assert_null (find_text (without, "30,7")); /* twice the multiply-adds of fc */
  g_assert_nonnull (find_text (with, "30,7"));
}

static void
test_settings (void)
{
  const CndWorksheetOptions options = OPTIONS (.blanks = CND_BLANK_OUTPUT);
  g_autoptr (GPtrArray) sheet = make (model, &options);

  g_assert_nonnull (find_text (sheet, "3×8×8")); /* of the input: it is given */
  g_assert_null (find_text (sheet, "8×8×8"));
  g_assert_nonnull (find_text (sheet, "padding 1"));
  g_assert_nonnull (find_text (sheet, "no bias"));
  g_assert_nonnull (find_text (sheet, "reads"));
  g_assert_nonnull (find_text (sheet, "10 outputs"));
  g_assert_null (find_text (sheet, "1,536")); /* what flatten gives */
}

static void
test_places (void)
{
  const CndWorksheetOptions asked = OPTIONS (.blanks = CND_BLANK_PARAMETERS);
  const CndWorksheetOptions key = OPTIONS (.blanks = CND_BLANK_PARAMETERS, .answers = TRUE);
  g_autoptr (GPtrArray) sheet = make (long_model, &asked), answers = make (long_model, &key);

  g_assert_cmpuint (sheet->len, ==, answers->len);
  for (guint p = 0; p < sheet->len; p++)
    g_assert_cmpuint (count_boxes (g_ptr_array_index (sheet, p)), ==, count_boxes (g_ptr_array_index (answers, p)));
  g_assert_cmpfloat (find_text (sheet, "Total")->baseline_y, ==, find_text (answers, "Total")->baseline_y);
  g_assert_cmpfloat (find_text (sheet, "step.7")->baseline_y, ==, find_text (answers, "step.7")->baseline_y);
}

/* Every page has its headings and its number, nothing lies outside, and no block's name stands last. */
static void
test_pages (void)
{
  const CndWorksheetOptions options = OPTIONS (.blanks = CND_BLANK_PARAMETERS);
  g_autoptr (GPtrArray) sheet = make (long_model, &options);
  guint n_boxes = 0;

  g_assert_cmpuint (sheet->len, ==, 4);
  for (guint p = 0; p < sheet->len; p++)
    {
      const CndScene *page = g_ptr_array_index (sheet, p);
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      g_autofree char *number = g_strdup_printf ("%u of 4", p + 1);
      guint n_items;
      const CndItem *items = cnd_scene_get_items (page, &n_items), *last_box = NULL, *last_name = NULL;

      g_ptr_array_add (one, (gpointer) page);
      g_assert_nonnull (find_text (one, number));
      g_assert_nonnull (find_text (one, "Layer"));
      for (guint i = 0; i < n_items; i++)
        {
          if (items[i].type == CND_ITEM_TEXT)
            g_assert_true (items[i].rect.x >= 0 && items[i].rect.x + items[i].rect.width <= CND_PAGE_WIDTH
                           && items[i].baseline_y < CND_PAGE_HEIGHT);
          if (items[i].type == CND_ITEM_RECT && g_strcmp0 (items[i].css_class, "field") == 0)
            last_box = &items[i];
          if (items[i].type == CND_ITEM_TEXT && strstr (items[i].text, "step."))
            last_name = &items[i];
        }
      g_assert_true (last_name->baseline_y < last_box->rect.y);
      n_boxes += count_boxes (page);
    }
  g_assert_cmpuint (n_boxes, ==, 81);
}

static void
test_depth (void)
{
  CndWorksheetOptions options = OPTIONS (.blanks = CND_BLANK_PARAMETERS);
  g_autoptr (GPtrArray) sheet = NULL;

  options.depth = 0;
  sheet = make (model, &options);
  g_assert_cmpuint (count_boxes (g_ptr_array_index (sheet, 0)), ==, 4); /* pair, flatten, fc, total */
}

static void
test_persian (void)
{
  CndWorksheetOptions options = OPTIONS (.blanks = CND_BLANK_MACS);
  g_autoptr (GPtrArray) sheet = NULL;

  options.numbers = (CndNumberStyle){ .digits = CND_DIGITS_PERSIAN, .group = TRUE, .isolate = TRUE };
  sheet = make (model, &options);
  g_assert_nonnull (find_text (sheet, "۱۵٬۳۷۰"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/worksheet/asked-figures-are-boxes", test_blanks);
  g_test_add_func ("/scene/worksheet/nothing-gives-them-away", test_giving_away);
  g_test_add_func ("/scene/worksheet/settings-say-all-that-is-needed", test_settings);
  g_test_add_func ("/scene/worksheet/key-has-the-same-places", test_places);
  g_test_add_func ("/scene/worksheet/pages-are-whole", test_pages);
  g_test_add_func ("/scene/worksheet/blocks-are-folded", test_depth);
  g_test_add_func ("/scene/worksheet/digits-are-persian", test_persian);
  return g_test_run ();
}
