/* What holds for every layout, and graphs to check it on. */
#pragma once

#include "layout/layout.h"

typedef struct
{
  GArray *from, *to; /* guint */
  guint n_nodes;
} TestGraph;

TestGraph *test_graph_new (void);
void test_graph_free (TestGraph *graph);
guint test_graph_add_node (TestGraph *graph);
void test_graph_add_edge (TestGraph *graph, guint from, guint to);
/* A chain of @n new nodes after @node; returns the last one. */
guint test_graph_add_chain (TestGraph *graph, guint node, guint n);
CndView *test_graph_view (const TestGraph *graph);
/* @n nodes, about @n_edges edges; the same for the same seed. */
TestGraph *test_graph_new_random (guint seed, guint n, guint n_edges);
/* Every node reads all before it. */
TestGraph *test_graph_new_dense (guint n);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestGraph, test_graph_free)

/* Boxes of different sizes; the same for the same view. */
CndRect *test_sizes_new (CndView *view, gboolean swapped);
CndRect *test_sizes_new_equal (CndView *view, double width, double height);

/* Returns: (transfer full): where boxes overlap, a line runs through a box, an edge is not drawn or does not lead
 * down the ranks, a frame meets a box that is not its block's; "" when all is well */
char *test_find_faults (const CndLayout *layout, CndFlow flow);
/* Fails the test where there are faults. */
void test_check_layout (const CndLayout *layout, CndFlow flow);
/* Points where a lane meets a row or a route and there is no tap. */
guint test_count_plain_crossings (const CndLayout *layout);
/* Compares a layout's dump with a file in tests/layout/, or writes the file. */
void test_compare_golden (const CndLayout *layout, const char *name);
