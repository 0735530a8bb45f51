#include "CDemoFiles.h"
