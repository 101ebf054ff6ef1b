import { readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../steps.mjs';

export const PACKAGE = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
