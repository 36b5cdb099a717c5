/** Whose form it is and the token that `FormToken` put into it, as `services/form-once` takes them. */
export const sentBy = ({ name }: { name: string }, form: FormData) => ({
	who: name,
	token: form.get('once')
});
