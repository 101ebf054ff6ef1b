import { Refused, type Call } from '../http/wire';
import { MODULES } from './check';

/** The module of a path; refused if no module has this exact name (bigin 2 and 11.3). */
export function moduleOf(call: Call, ...more: string[]): string {
	const module = call.params.module ?? '';
	if (!MODULES.has(module) && !more.includes(module))
		throw new Refused(400, 'INVALID_MODULE', { resource_path_index: 0 });
	return module;
}

/** The module that a metadata request asks for (bigin 7). */
export function moduleParameter(call: Call, ...more: string[]): string {
	const { module } = call.query;
	if (!module) throw new Refused(400, 'REQUIRED_PARAM_MISSING', { param_name: 'module' });
	return moduleOf({ ...call, params: { module } }, ...more);
}
