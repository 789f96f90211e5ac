#include "sim/train/model_file.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include "core/data/check_output.h"
#include "core/error.h"
#include "core/text/number.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

[[noreturn]] void fail_to_write(const std::string& path, int error) {
  throw InputError("cannot write " + quote(path) + ": " + std::generic_category().message(error) +
                   "; create its directory or give another path");
}

std::string content(std::span<const double> weights, const LabelPair& labels) {
  std::string text = "solver_type L2R_LR\nnr_class 2\nlabel " + format_number(labels.positive) +
                     " " + format_number(labels.negative) + "\nnr_feature " +
                     std::to_string(weights.size()) + "\nbias -1\nw\n";
  for (const double weight : weights) text += format_number(weight) + "\n";
  return text;
}

}  // namespace

ModelFile::ModelFile(std::string path) : path_(std::move(path)), partial_(path_ + ".partial") {
  check_output(path_, "a model");
  file_.reset(std::fopen(partial_.c_str(), "wbe"));
  if (!file_) fail_to_write(partial_, errno);
}

ModelFile::~ModelFile() {
  if (file_) std::remove(partial_.c_str());
}

void ModelFile::save(std::span<const double> weights, const LabelPair& labels) {
  const std::string text = content(weights, labels);
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size() ||
      std::fflush(file_.get()) != 0) {
    fail_to_write(partial_, errno);
  }
  if (std::fclose(file_.release()) != 0) fail_to_write(partial_, errno);
  if (std::rename(partial_.c_str(), path_.c_str()) != 0) fail_to_write(path_, errno);
}

}  // namespace hogtie
