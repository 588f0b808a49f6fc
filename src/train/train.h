/* train: runs a network forward and backward on images, on the processor. Three levels:
 *
 *   data sets   images and labels from IDX or CIFAR files
 *   engine      one network with its weights: a batch forward, backward, a step of the optimizer
 *   trainer     the whole schedule: epochs, condensing stages, evaluation, conversion
 *
 * What is drawn is what is trained: the engine executes the layers of a CndNetwork. Blocking calls; an engine or a trainer
 * belongs to one thread at a time, and uses several for its arithmetic. The same seed, number of threads and kind of
 * processor give the same numbers. */
#pragma once

#include <gio/gio.h>

#include "condense/condense.h"
#include "network/network.h"
#include "run/run.h"

G_BEGIN_DECLS

/* ---- Data sets ---------------------------------------------------------------------- */

/* Images as bytes and their classes. Reference-counted and immutable. */
typedef struct _CndDataSet CndDataSet;

typedef enum
{
  CND_DATA_TRAINING,
  CND_DATA_TEST,
} CndDataPart;

/**
 * cnd_train_load_data:
 * @folder: with IDX files (train-images-idx3-ubyte, t10k-…, plain or .gz), CIFAR-10 (data_batch_1.bin …, test_batch.bin)
 *   or CIFAR-100 (train.bin, test.bin)
 * @limit: how many images at most; 0: all
 *
 * Refuses images and labels that do not belong together. Blocks on the disk.
 */
CndDataSet *cnd_train_load_data (const char *folder, CndDataPart part, guint limit, GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @pixels: n × channels × height × width bytes, copied; @labels: n classes below @n_classes, copied */
CndDataSet *cnd_data_set_new (guint n_images, guint channels, guint height, guint width, guint n_classes, const guint8 *pixels,
                              const guint8 *labels) G_GNUC_WARN_UNUSED_RESULT;
/* No images, but a mean and a deviation: for normalising as another training did. */
CndDataSet *cnd_data_set_new_statistics (guint n_channels, const float *mean, const float *deviation) G_GNUC_WARN_UNUSED_RESULT;
CndDataSet *cnd_data_set_ref (CndDataSet *set);
void cnd_data_set_unref (CndDataSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndDataSet, cnd_data_set_unref)
guint cnd_data_set_get_n_images (const CndDataSet *set);
guint cnd_data_set_get_n_classes (const CndDataSet *set);
/* sizes: channels, height, width */
void cnd_data_set_get_sizes (const CndDataSet *set, guint sizes[3]);
const guint8 *cnd_data_set_get_pixels (const CndDataSet *set, guint image);
guint cnd_data_set_get_label (const CndDataSet *set, guint image);
/* The first image whose label is none of @n_classes. Returns: (nullable): the file of labels; NULL when there is no such image
 * or the labels are of no file */
const char *cnd_data_set_find_label (const CndDataSet *set, guint n_classes, guint *image);
/* Mean and standard deviation of each channel, of values 0 … 1. @mean, @deviation: one number a channel. */
void cnd_data_set_measure (const CndDataSet *set, float *mean, float *deviation);

/* ---- Engine ------------------------------------------------------------------------- */

typedef enum
{
  CND_WEIGHTS_KERNEL,   /* of convolutions and linear layers: "conv.weight" */
  CND_WEIGHTS_BIAS,
  CND_WEIGHTS_SCALE,    /* batch norm's "norm.weight" */
  CND_WEIGHTS_SHIFT,
  CND_WEIGHTS_MEAN,     /* running mean: not trained */
  CND_WEIGHTS_VARIANCE, /* running variance: not trained */
} CndWeightsRole;

/* One tensor, row-major, in PyTorch's name and shape. */
typedef struct
{
  char *name;      /* "stage.1.denselayer.1.conv1.weight" */
  guint layer;     /* index in the network */
  CndWeightsRole role;
  guint rank;
  guint64 sizes[4];
  gsize n;
  float *values;
  float *gradient; /* NULL where nothing is trained */
  float *momentum; /* NULL where nothing is trained */
} CndWeights;

typedef struct
{
  guint batch;         /* images at most */
  guint n_threads;     /* 0: one a processor */
  const char *kernels; /* (nullable): "avx512", "avx2", "plain"; NULL: the fastest that runs here */
} CndEngineOptions;

typedef struct _CndEngine CndEngine;

/**
 * cnd_engine_new:
 *
 * Plans the execution. A layer of a kind that cannot be trained is an error with the layer's place, and so is a network
 * whose output is not one number a class. Weights are 0; cnd_engine_initialize() draws them.
 */
CndEngine *cnd_engine_new (CndNetwork *network, const CndEngineOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cnd_engine_free (CndEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndEngine, cnd_engine_free)
CndNetwork *cnd_engine_get_network (const CndEngine *engine);
const char *cnd_engine_get_kernels (const CndEngine *engine);
guint cnd_engine_get_n_threads (const CndEngine *engine);
guint cnd_engine_get_batch (const CndEngine *engine); /* images at most */
guint cnd_engine_get_n_classes (const CndEngine *engine);
/* Bytes that it takes. */
gsize cnd_engine_get_memory (const CndEngine *engine);

/* Returns: (transfer none): all tensors, in the order of the layers. Values may be written between calls. */
CndWeights *cnd_engine_get_weights (CndEngine *engine, guint *n_weights);
/* Returns: (nullable) */
CndWeights *cnd_engine_find_weights (CndEngine *engine, const char *name);
/* Convolutions N (0, 2 / (kernel area · outputs)), linear layers uniform within 1 / √inputs, batch norm 1 and 0, biases of
 * linear layers 0 and of convolutions uniform like their linear relatives. */
void cnd_engine_initialize (CndEngine *engine, CndRandom *random);

/* A batch: how many images, then each one. @values: channels × height × width. */
void cnd_engine_begin_batch (CndEngine *engine, guint n_images);
void cnd_engine_put_image (CndEngine *engine, guint slot, const float *values, guint label);

typedef struct
{
  double loss;   /* mean cross-entropy */
  guint n_wrong; /* images whose class has not the largest score */
} CndOutcome;

/* @training: batch norm uses the batch's statistics and updates the running ones; dropout drops. */
CndOutcome cnd_engine_forward (CndEngine *engine, gboolean training);
/* Gradients of the mean loss of the last forward pass, which was a training one. */
void cnd_engine_backward (CndEngine *engine);
/* Scores of an image of the batch after a forward pass; @scores: one a class. */
void cnd_engine_get_scores (const CndEngine *engine, guint slot, float *scores);

/* w ← w − rate · (g + momentum · v), v ← momentum · v + g, g = gradient + decay · w: Nesterov; plain momentum else. */
void cnd_engine_step (CndEngine *engine, double rate, double momentum, double decay, gboolean nesterov);

/* Seed of dropout: a step draws anew. */
void cnd_engine_seed_dropout (CndEngine *engine, guint64 seed);
/* Training passes since then: what dropout draws next. */
guint64 cnd_engine_get_n_passes (const CndEngine *engine);
void cnd_engine_set_n_passes (CndEngine *engine, guint64 n_passes);

/* Learned group convolutions, in the order of the layers; and linear layers that keep 1/C of their inputs, which are
 * condensed likewise, with one group. */
guint cnd_engine_get_n_learned (const CndEngine *engine);
guint cnd_engine_get_learned_layer (const CndEngine *engine, guint learned);
const CndLearnedShape *cnd_engine_get_learned_shape (const CndEngine *engine, guint learned);
CndWeights *cnd_engine_get_learned_weights (CndEngine *engine, guint learned);
const guint8 *cnd_engine_get_mask (const CndEngine *engine, guint learned);
/* Pruned weights and their momentum become 0 and stay so. @mask: as condense has it, copied */
void cnd_engine_set_mask (CndEngine *engine, guint learned, const guint8 *mask);

/* ---- Weights from elsewhere, and out --------------------------------------------------- */

/* What is put behind a layer's name for the index layer before it. */
#define CND_INDEX_LAYER "_index"

/**
 * cnd_engine_load_weights:
 * @tensors: PyTorch's names and shapes: the layer's id, and weight, bias, running_mean, running_var. 16, 32 or 64 bits
 *
 * Takes all of them, or none. Tensors that are missing, have another shape, or have no place in the network are errors that name
 * them. Masks come from ID.mask (as cnd_engine_save_weights() writes it), or from the columns that are 0 where those make
 * up whole stages. "module." in front of every name is passed over.
 */
gboolean cnd_engine_load_weights (CndEngine *engine, const CndTensors *tensors, GError **error);
/* What has fallen in weights, as there: by the last mask of @tensor (nullable), or by their zeros. @mask: G × I, to be filled.
 * Returns: FALSE with @error when there is a tensor, and it is no mask of that shape */
gboolean cnd_train_find_mask (const CndLearnedShape *shape, const CndTensor *tensor, const float *weights, guint8 *mask, GError **error);
/* The same from the state in which a run stopped. */
gboolean cnd_engine_load_run (CndEngine *engine, CndRun *run, GError **error);
/**
 * cnd_engine_new_for_weights:
 *
 * An engine for @network, or, where @tensors have index layers (ID_index.index), for the converted one, with the weights loaded.
 */
CndEngine *cnd_engine_new_for_weights (CndNetwork *network, const CndTensors *tensors, const CndEngineOptions *options,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * cnd_engine_save_weights:
 * @metadata: (nullable): as for cnd_formats_save_tensors()
 *
 * All weights in PyTorch's names and shapes; index lists as ID.index (I64) of index layers; and of each learned layer
 * ID.mask (U8, G × I, as condense has it) and, when it is condensed completely, ID.index.
 */
gboolean cnd_engine_save_weights (CndEngine *engine, const char *path, const char *const *metadata, GCancellable *cancellable,
                                  GError **error);

/* The converted engine with the weights that remain: each learned group convolution becomes index selection, regular group
 * convolution and channel shuffle. NULL with @error when a layer is not condensed completely. */
CndEngine *cnd_engine_convert (CndEngine *engine, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, and the last linear layer reads only the half of its inputs with the largest sums of |w|, behind an index
 * layer. An error where there is no such layer, or it keeps a share of its inputs already. */
CndEngine *cnd_engine_convert_halved (CndEngine *engine, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Trainer ------------------------------------------------------------------------ */

typedef enum
{
  CND_RATE_COSINE,     /* ½ · rate · (1 + cos (π · step / steps)) */
  CND_RATE_CONSTANT,
  CND_RATE_MULTI_STEP, /* × 0.1 at half and at three quarters of the training */
} CndRateSchedule;

typedef struct
{
  guint epochs, batch;
  guint n_threads;     /* 0: one a processor */
  const char *kernels; /* (nullable): as in CndEngineOptions */
  guint64 seed;
  CndRateSchedule rate_schedule;
  double rate, momentum, weight_decay;
  gboolean nesterov;
  double lasso;        /* λ; 0: none */
  CndSchedule schedule;
  CndCriterion criterion;
  gboolean flip;       /* images mirrored at random */
  guint crop;          /* images shifted at random, by so many pixels at most */
} CndTrainOptions;

/* 6 epochs, batches of 64, cosine from 0.1, Nesterov 0.9, decay 1e-4, no lasso, no augmentation */
extern const CndTrainOptions cnd_train_default_options;

/* "cosine", "constant", "multi-step" */
gboolean cnd_train_parse_rate_schedule (const char *name, CndRateSchedule *schedule, GError **error);
/* "stages", "at-once", "no-optimization" */
gboolean cnd_train_parse_schedule (const char *name, CndSchedule *schedule, GError **error);

/* Rate of step @step of @n_steps. */
double cnd_train_get_rate (const CndTrainOptions *options, guint64 step, guint64 n_steps);

typedef enum
{
  CND_TRAIN_STEP,      /* after each step */
  CND_TRAIN_CONDENSE,  /* inputs have just fallen, at the first step of a stage; the weights are not trained further yet */
  CND_TRAIN_EPOCH,     /* after each epoch, evaluated on the test part */
} CndTrainEventType;

typedef struct
{
  CndTrainEventType type;
  guint64 step, n_steps; /* steps done */
  guint epoch, n_epochs; /* from 0 */
  guint stage;           /* the highest one of all layers */
  double rate;
  double loss;           /* of the step, or the mean of the epoch; without the lasso's term */
  double lasso;          /* that term */
  double train_error;    /* of the step or epoch, while training: a fraction */
  double test_loss, test_error;               /* CONDENSE: after; EPOCH. NAN without a test part */
  double test_loss_before, test_error_before; /* CONDENSE */
  guint n_fallen;        /* CONDENSE: (group, input) pairs */
  double seconds;        /* since the training began */
} CndTrainEvent;

typedef void (*CndTrainFunc) (const CndTrainEvent *event, gpointer data);

/* Before an evaluation, which takes a while and tells nothing meanwhile. */
typedef void (*CndEvaluatingFunc) (gpointer data);

typedef struct _CndTrainer CndTrainer;

/**
 * cnd_trainer_new:
 * @test: (nullable): evaluated after each epoch, and before and after each condensing
 *
 * Refuses networks that cannot be trained and images that do not fit the network, before the first step. Draws the first weights.
 */
CndTrainer *cnd_trainer_new (CndNetwork *network, CndDataSet *training, CndDataSet *test, const CndTrainOptions *options,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cnd_trainer_free (CndTrainer *trainer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndTrainer, cnd_trainer_free)
/* Its weights are those of the step reached. */
CndEngine *cnd_trainer_get_engine (CndTrainer *trainer);
guint64 cnd_trainer_get_n_steps (const CndTrainer *trainer);
/* Begins with these weights in place of those drawn, as cnd_engine_load_weights(); what has fallen in them stays so. Before the first step. */
gboolean cnd_trainer_load_weights (CndTrainer *trainer, const CndTensors *tensors, GError **error);
/* The same with those that a run came to, as cnd_engine_load_run(). */
gboolean cnd_trainer_load_run (CndTrainer *trainer, CndRun *run, GError **error);
/**
 * cnd_trainer_run:
 * @func: (nullable): called on this thread
 *
 * Trains from where it stands to the end. Cancelled between two steps it returns FALSE with G_IO_ERROR_CANCELLED, and may be
 * run again: that goes on as if nothing had happened. CND_ERROR_VALUE when the loss (of a step or of the test part) or a weight is
 * no finite number any more; what is saved then ends with the last good epoch.
 */
gboolean cnd_trainer_run (CndTrainer *trainer, CndTrainFunc func, gpointer data, GCancellable *cancellable, GError **error);

/* @func: (nullable): called on the trainer's thread */
void cnd_trainer_tell_evaluations (CndTrainer *trainer, CndEvaluatingFunc func, gpointer data);

/* ---- Recording ---------------------------------------------------------------------- */

#define CND_MAX_PLAIN_WEIGHTS (2u * 1024u * 1024u)

/**
 * cnd_trainer_record:
 * @run: filled while the training runs; outlives the trainer's use of it
 * @path: (nullable): where it is saved after each epoch and at the end
 *
 * A row each, L being a learned layer's id, G × I its groups and inputs:
 *   step/loss, step/rate, step/lasso, timing/step_seconds (since the training began)
 *   epoch/step, stage, loss, train_error, test_loss, test_error
 *   condense/step, stage, n_fallen, test_loss_before, test_error_before, test_loss, test_error
 *   importance/step, importance/L (G × I, F32): at the beginning, eight times an epoch, and before each condensing
 *   mask/step, mask/L (G × I, U8, as condense has it), count/L (weights that are left): at first, and after each condensing
 *   weights/step, weights/when (CndSnapshot), weights/L (F16); where there is no L, of each convolution and linear layer,
 *     as long as they have no more than CND_MAX_PLAIN_WEIGHTS together
 *   state/…: the latest only; what going on takes
 * Call before the first step, or after cnd_trainer_resume() with the same run.
 */
void cnd_trainer_record (CndTrainer *trainer, CndRun *run, const char *path);
/**
 * cnd_trainer_describe:
 * @preset: (nullable)
 * @data: what the images are called
 *
 * Writes down what the training is made with: the texts name, preset, parameters ("groups=4 stages=4,4,4"), data, options
 * ("epochs=6 batch=64 …"), machine (threads and kernels), model (JSON), and the tensors data/mean and data/deviation.
 */
void cnd_trainer_describe (CndTrainer *trainer, CndRun *run, const char *preset, const char *data);
/**
 * cnd_train_parse_options:
 * @text: as cnd_trainer_describe() writes it
 * @n_images, @n_test: how many images of either part the training took
 *
 * Number of threads and kernels are not told: they are the defaults.
 */
gboolean cnd_train_parse_options (const char *text, CndTrainOptions *options, guint *n_images, guint *n_test, GError **error);
/* CND_ERROR_VALUE when the run was made with another model, other parameters or options than this training. */
gboolean cnd_trainer_check_description (CndTrainer *trainer, CndRun *run, GError **error);
/* Goes on where the run was saved, as an uninterrupted training would. The trainer is a new one, with the network, data and
 * options that the run began with; CND_ERROR_LANGUAGE when the run does not fit them. */
gboolean cnd_trainer_resume (CndTrainer *trainer, CndRun *run, GError **error);

/**
 * cnd_trainer_copy_run:
 *
 * What is recorded so far, without what going on takes, and with importance and weights of this moment as the last rows: for
 * showing a training that goes on. On the trainer's thread: between two runs, and from a CndTrainFunc.
 */
CndRun *cnd_trainer_copy_run (CndTrainer *trainer) G_GNUC_WARN_UNUSED_RESULT;

typedef struct
{
  double test_error, test_error_converted, test_error_half; /* with a whole, converted, and then halved classifier */
  double test_loss, test_loss_converted, test_loss_half;
  double max_difference; /* of a score, between masked and converted network */
  guint n_classifier_inputs; /* that the halved classifier reads; one that kept a share in the training is not halved again */
} CndConversion;

/* CND_ERROR_SHAPE when the network reads images of another size, or has too few outputs. */
gboolean cnd_train_check_images (CndEngine *engine, const CndDataSet *set, GError **error);

/* Converts, and compares masked and converted network on the images of @set. CND_ERROR_VALUE when their scores are no finite
 * numbers. */
gboolean cnd_train_convert (CndEngine *engine, CndDataSet *set, const CndDataSet *measured, CndConversion *conversion,
                            GCancellable *cancellable, GError **error);

/* Writes it down in a run. */
void cnd_train_record_conversion (CndRun *run, const CndConversion *conversion);

/* Evaluates an engine. @measured: the part whose mean and deviation normalise the images. */
gboolean cnd_train_evaluate (CndEngine *engine, CndDataSet *set, const CndDataSet *measured, CndOutcome *outcome,
                             GCancellable *cancellable, GError **error);

G_END_DECLS
