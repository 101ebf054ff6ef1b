import { useClient, type Json } from '../unit/bigin/sandboxClient';

/** A client of Bigin's fake server, and short ways to read records. */
export function useSandboxRecords() {
	const people = (count: number): Json[] =>
		Array.from({ length: count }, (_, index) => ({ Last_Name: `P${index}` }));
	const client = useClient();
	const { call, add } = client;
	const one = async (module: string, id: string) =>
		(await call('GET', `/${module}/${id}`)).body.data[0];
	const names = (reply: Awaited<ReturnType<typeof call>>) =>
		reply.body.data.map(({ Last_Name: name }) => name);
	return { people, client, call, add, one, names };
}
