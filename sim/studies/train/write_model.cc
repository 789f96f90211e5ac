#include "sim/studies/train/write_model.h"

#include "core/files/output_file.h"
#include "core/text/number.h"

namespace hogtie {

void write_model(const std::string& path, std::span<const double> weights,
                 const LabelPair& labels) {
  std::string text = "solver_type L2R_LR\nnr_class 2\nlabel " + format_number(labels.positive) +
                     " " + format_number(labels.negative) + "\nnr_feature " +
                     std::to_string(weights.size()) + "\nbias -1\nw\n";
  for (const double weight : weights) text += format_number(weight) + "\n";
  write_output(path, text);
}

}  // namespace hogtie
