#include "CDemoFiles.h"

// A file is named in two places: its bytes here, its name in the table below. The build does not
// see that these files changed: touch this one too.

static const unsigned char reviews_train[] = {
#embed "reviews/train.tsv"
};
static const unsigned char reviews_dev[] = {
#embed "reviews/dev.tsv"
};
static const unsigned char reviews_test[] = {
#embed "reviews/test.tsv"
};

// Questions over contexts, in the format of SQuAD 2.0.
static const unsigned char facts_train[] = {
#embed "facts/train.json"
};
static const unsigned char facts_dev[] = {
#embed "facts/dev.json"
};
static const unsigned char facts_test[] = {
#embed "facts/test.json"
};

// The text that demo:bert is pre-trained on (notebooks/pretrain-demo.md).
static const unsigned char films[] = {
#embed "corpus/films.txt"
};

// The shape of demo:bert before training, for `model "demo:bert-fresh" initialize=true`.
static const unsigned char bert_fresh_config[] = {
#embed "bert-fresh/config.json"
};

// The model that notebooks/pretrain-demo.md saves.
static const unsigned char bert_config[] = {
#embed "bert/config.json"
};
static const unsigned char bert_model[] = {
#embed "bert/model.safetensors"
};
static const unsigned char bert_tokenizer[] = {
#embed "bert/tokenizer.json"
};
static const unsigned char bert_tokenizer_config[] = {
#embed "bert/tokenizer_config.json"
};
static const unsigned char bert_vocab[] = {
#embed "bert/vocab.txt"
};

// The shapes of demo:reader and demo:gpt before training.
static const unsigned char reader_fresh_config[] = {
#embed "reader-fresh/config.json"
};
static const unsigned char gpt_fresh_config[] = {
#embed "gpt-fresh/config.json"
};

// The models that notebooks/pretrain-facts.md saves: an encoder and a decoder for demo:facts.
static const unsigned char reader_config[] = {
#embed "reader/config.json"
};
static const unsigned char reader_model[] = {
#embed "reader/model.safetensors"
};
static const unsigned char reader_tokenizer[] = {
#embed "reader/tokenizer.json"
};
static const unsigned char reader_tokenizer_config[] = {
#embed "reader/tokenizer_config.json"
};
static const unsigned char reader_vocab[] = {
#embed "reader/vocab.txt"
};
static const unsigned char gpt_config[] = {
#embed "gpt/config.json"
};
static const unsigned char gpt_model[] = {
#embed "gpt/model.safetensors"
};
static const unsigned char gpt_tokenizer[] = {
#embed "gpt/tokenizer.json"
};
static const unsigned char gpt_tokenizer_config[] = {
#embed "gpt/tokenizer_config.json"
};

#define FILE(name, bytes) {name, bytes, sizeof(bytes)}

static const struct demo_file table[] = {
    FILE("reviews/train.tsv", reviews_train),
    FILE("reviews/dev.tsv", reviews_dev),
    FILE("reviews/test.tsv", reviews_test),
    FILE("facts/train.json", facts_train),
    FILE("facts/dev.json", facts_dev),
    FILE("facts/test.json", facts_test),
    FILE("films/train.txt", films),
    FILE("bert-fresh/config.json", bert_fresh_config),
    FILE("bert/config.json", bert_config),
    FILE("bert/model.safetensors", bert_model),
    FILE("bert/tokenizer.json", bert_tokenizer),
    FILE("bert/tokenizer_config.json", bert_tokenizer_config),
    FILE("bert/vocab.txt", bert_vocab),
    FILE("reader-fresh/config.json", reader_fresh_config),
    FILE("gpt-fresh/config.json", gpt_fresh_config),
    FILE("reader/config.json", reader_config),
    FILE("reader/model.safetensors", reader_model),
    FILE("reader/tokenizer.json", reader_tokenizer),
    FILE("reader/tokenizer_config.json", reader_tokenizer_config),
    FILE("reader/vocab.txt", reader_vocab),
    FILE("gpt/config.json", gpt_config),
    FILE("gpt/model.safetensors", gpt_model),
    FILE("gpt/tokenizer.json", gpt_tokenizer),
    FILE("gpt/tokenizer_config.json", gpt_tokenizer_config),
};

int32_t demo_file_count(void) { return (int32_t)(sizeof(table) / sizeof(table[0])); }

struct demo_file demo_file(int32_t index) {
  if (index < 0 || index >= demo_file_count()) return (struct demo_file){NULL, NULL, 0};
  return table[index];
}
