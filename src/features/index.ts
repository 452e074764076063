/** All features, one by one. Whoever takes a line away has removed the feature. */
import { environment } from '#features/environment';
import { functions } from '#features/functions';
import { libraries } from '#features/libraries';
import { processes } from '#features/processes';
import { terminal } from '#features/terminal';
import type { Feature } from '#plugin';

export const features: readonly Feature[] = [libraries, functions, processes, terminal, environment];
