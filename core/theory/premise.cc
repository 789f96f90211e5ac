#include "core/theory/premise.h"

#include "core/text/number.h"

namespace hogtie {

void require_premise(bool holds, const char* premise, std::initializer_list<Figure> figures) {
  if (holds) return;
  std::string text = premise;
  const char* separator = " (";
  for (const Figure& figure : figures) {
    text += separator + std::string(figure.name) + " = " + format_six_digits(figure.value);
    separator = ", ";
  }
  throw PremiseError(figures.size() == 0 ? text : text + ")");
}

}  // namespace hogtie
