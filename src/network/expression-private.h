/* The tree of an expression, shared by its parser and its evaluator. */
#pragma once

#include "network/network.h"

#define CND_MAX_EXPRESSION_BYTES 4096u
#define CND_MAX_EXPRESSION_NESTING 64u

typedef enum
{
  CND_NODE_CONSTANT,
  CND_NODE_NAME,
  CND_NODE_ELEMENT, /* left[right]: left is a name */
  CND_NODE_LENGTH,  /* length (left) */
  CND_NODE_NEGATE,
  CND_NODE_NOT,
  CND_NODE_ADD,
  CND_NODE_SUBTRACT,
  CND_NODE_MULTIPLY,
  CND_NODE_DIVIDE,
  CND_NODE_REMAINDER,
  CND_NODE_CEIL_DIV,
  CND_NODE_MIN,
  CND_NODE_MAX,
  CND_NODE_EQUAL,
  CND_NODE_UNEQUAL,
  CND_NODE_LESS,
  CND_NODE_LESS_EQUAL,
  CND_NODE_GREATER,
  CND_NODE_GREATER_EQUAL,
  CND_NODE_AND,
  CND_NODE_OR,
  CND_NODE_CHOICE,  /* left ? right : other */
} CndNodeType;

typedef enum
{
  CND_SPACE_NONE, /* not bound yet */
  CND_SPACE_PARAMETER,
  CND_SPACE_ARGUMENT,
  CND_SPACE_INDEX,
  CND_SPACE_IN,
} CndNameSpace;

typedef struct
{
  CndNodeType type;
  guint left, right, other; /* indices of nodes */
  gint64 value;             /* CONSTANT */
  char *name;               /* NAME; owned */
  CndNameSpace space;       /* NAME */
  guint slot;               /* NAME */
} CndNode;

struct _CndExpression
{
  char *text;
  GArray *nodes; /* of CndNode */
  guint root;
};
