const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
/** Long enough to be an id, with a digit in it. */
const ID = /\b(?=[\w!-]*\d)[A-Za-z0-9_!-]{9,}\b/g;
const PHONE = /\+?\d[\d ()/.-]{6,}\d/g;
const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d{4}-\d\d-\d\d([T ])\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Takes secrets and personal data out of replies. Texts and numbers are replaced unless their place is known to be harmless;
 * the same value gets the same replacement everywhere, so that ids still fit each other.
 */
export class Scrubber {
	/** @param {Record<string, string>} secrets values by the names of their placeholders */
	constructor(secrets) {
		this.secrets = Object.entries(secrets).filter(([, value]) => value !== '');
		this.fakes = new Map();
		this.counts = new Map();
	}

	/**
	 * A body without secrets and personal data.
	 * @param {string[]} keep places whose own value is kept, such as data.*.code
	 */
	body(body, keep) {
		const patterns = keep.map((pattern) => pattern.split('.'));
		const isKept = (at) =>
			patterns.some((parts) =>
				parts.at(-1) === '**'
					? startsWith(parts.slice(0, -1), at)
					: parts.length === at.length && startsWith(parts, at),
			);
		const walk = (value, at) => {
			if (Array.isArray(value))
				return value.map((entry, index) => walk(entry, [...at, String(index)]));
			if (typeof value === 'object' && value !== null)
				return Object.fromEntries(
					Object.entries(value).map(([key, inner]) => [this.key(key), walk(inner, [...at, key])]),
				);
			if (typeof value === 'number') return isKept(at) ? value : Number.isInteger(value) ? 1 : 1.5;
			if (typeof value !== 'string') return value;
			return isKept(at) ? new Kept(value) : this.text(value);
		};
		// Kept texts come last, when everything that could stand in them is known.
		const finish = (value) => {
			if (value instanceof Kept) return this.within(value.text);
			if (Array.isArray(value)) return value.map(finish);
			if (typeof value !== 'object' || value === null) return value;
			return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, finish(inner)]));
		};
		return finish(walk(body, []));
	}

	/** Stands for a value that a reply holds. */
	text(value) {
		const secret = this.hidden().find(([, hidden]) => hidden === value);
		if (secret !== undefined) return `{{${secret[0]}}}`;
		if (value === '') return '';
		if (DATE.test(value)) return '2026-01-02';
		if (TIME.test(value))
			return value
				.replace(/^\d{4}-\d\d-\d\d([T ])\d\d:\d\d/, '2026-01-02$103:04')
				.replace(/(03:04):\d\d/, '$1:05')
				.replace(/\.\d+/, (part) => `.${'0'.repeat(part.length - 1)}`);
		return this.fake(value);
	}

	fake(value) {
		const known = this.fakes.get(value);
		if (known !== undefined) return known;
		const made = this.make(value);
		this.fakes.set(value, made);
		return made;
	}

	make(value) {
		const whole = (pattern) => new RegExp(`^(?:${pattern.source})$`).test(value);
		if (whole(EMAIL)) return `person${this.count('email')}@example.com`;
		if (/^https?:\/\//.test(value)) return `https://example.com/${this.count('address')}`;
		// Paths of the API, such as /v1/users/<id>: names of resources stay.
		if (/^\/v\d\/[\w/-]+$/.test(value))
			return value
				.split('/')
				.map((part, index) =>
					index < 3 && /^[a-z]\w*$/.test(part) ? part : part && this.fake(part),
				)
				.join('/');
		if (whole(ID)) return likeId(value, this.count('id'));
		if (/^\d+$/.test(value))
			return String(this.count('number')).padStart(value.length, '1').slice(-value.length);
		if (whole(PHONE)) return `+1 555 01${String(this.count('phone')).padStart(2, '0')}`;
		return `Text ${this.count('text')}`;
	}

	/** A text that is kept, such as a message, without what in it is of somebody. Single words, such as codes, stay as they are. */
	within(value) {
		const known = /\s/.test(value)
			? this.replaced(value, (text) => text.length >= 4)
			: this.withoutSecrets(value);
		const personal = (found) => this.fake(found);
		const clean = (text) =>
			text
				.replace(EMAIL, personal)
				.replace(ID, (found) => (/\d{5}/.test(found) ? personal(found) : found))
				.replace(PHONE, personal);
		return this.aroundFakes(known, clean);
	}

	/** Changes what stands between the replacements of a text. */
	aroundFakes(text, change) {
		const fakes = [...this.fakes.values()]
			.filter((fake) => text.includes(fake))
			.sort((a, b) => b.length - a.length);
		const [fake] = fakes;
		if (fake === undefined) return change(text);
		return text
			.split(fake)
			.map((part) => this.aroundFakes(part, change))
			.join(fake);
	}

	replaced(value, wanted) {
		const originals = [...this.fakes.keys()].filter(wanted).sort((a, b) => b.length - a.length);
		let result = this.withoutSecrets(value);
		for (const original of originals)
			result = result.split(original).join(this.fakes.get(original));
		return result;
	}

	withoutSecrets(value) {
		return this.hidden().reduce(
			(text, [name, secret]) => text.split(secret).join(`{{${name}}}`),
			value,
		);
	}

	key(key) {
		return new RegExp(`^(?:${ID.source}|${EMAIL.source})$`).test(key) && /\d{5}|@/.test(key)
			? this.fake(key)
			: this.withoutSecrets(key);
	}

	/** Secrets that are told from other texts by their length; the number of an employee is none. */
	hidden() {
		return this.secrets.filter(([, value]) => value.length >= 6);
	}

	count(kind) {
		const next = (this.counts.get(kind) ?? 0) + 1;
		this.counts.set(kind, next);
		return next;
	}

	/** What must not be in a text that is written: secrets, addresses and ids. */
	leaks(text) {
		const personal = [...this.fakes.keys()].filter(
			(value) =>
				value.length >= 9 && !/^Text |^\//.test(value) && (/@/.test(value) || /\d{5}/.test(value)),
		);
		return [...this.hidden().map(([, secret]) => secret), ...personal].filter((value) =>
			text.includes(value),
		).length;
	}
}

/** A text that stays where it is. */
class Kept {
	constructor(text) {
		this.text = text;
	}
}

function startsWith(parts, at) {
	return (
		at.length >= parts.length && parts.every((part, index) => part === '*' || part === at[index])
	);
}

/** Of the same length and the same kinds of characters. */
function likeId(value, count) {
	const mask = value.replace(/[0-9]/g, '0').replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a');
	const tail = String(count);
	const made = mask.slice(0, mask.length - tail.length) + tail;
	return made.startsWith('0') && /^\d+$/.test(made) ? `1${made.slice(1)}` : made;
}
