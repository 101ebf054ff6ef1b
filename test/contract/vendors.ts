import { bigin } from '../../nodes/Bigin/vendor';
import type { Vendor } from '../../nodes/shared/operation';

/** Every vendor by the folder of its node. */
export const VENDORS: Array<{ folder: string; vendor: Vendor }> = [{ folder: 'Bigin', vendor: bigin }];
