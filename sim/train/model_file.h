#pragma once

#include <cstdio>
#include <memory>
#include <span>
#include <string>

#include "core/objectives/sign_labels.h"

namespace hogtie {

/// A file of the weights of a linear model, in the text format of LIBLINEAR, which its `predict`
/// reads: the solver (L2R_LR), the labels (that of positive a . x first), the number of features,
/// no bias, and after a line "w" a weight a line, as a decimal that reads back as the same double.
class ModelFile {
 public:
  /// Opens FILE.partial, so that a file that cannot be written is known before the training. Throws
  /// InputError.
  explicit ModelFile(std::string path);
  /// Removes FILE.partial unless it was saved.
  ~ModelFile();
  ModelFile(const ModelFile&) = delete;
  ModelFile& operator=(const ModelFile&) = delete;

  /// Writes the file and gives it its name; once. Throws InputError.
  void save(std::span<const double> weights, const LabelPair& labels);

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::string path_;
  std::string partial_;
  std::unique_ptr<std::FILE, Closer> file_;  // none once saved
};

}  // namespace hogtie
