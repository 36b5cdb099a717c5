/** Room classes of Aplicares (`ref/kelas`) in the order of the reference. Source: ssecd/jkn (MIT), SIMRS Khanza. */
export type AplicaresClass = { readonly kodekelas: string; readonly namakelas: string };

const names: readonly (readonly [string, string])[] = [
	['NON', '-'],
	['VVP', 'VVIP'],
	['VIP', 'VIP'],
	['UTM', 'UTAMA'],
	['KL1', 'KELAS I'],
	['KL2', 'KELAS II'],
	['KL3', 'KELAS III'],
	['ICU', 'ICU'],
	['ICC', 'ICCU'],
	['NIC', 'NICU'],
	['PIC', 'PICU'],
	['IGD', 'IGD'],
	['UGD', 'UGD'],
	['SAL', 'RUANG BERSALIN'],
	['HCU', 'HCU'],
	['ISO', 'RUANG ISOLASI']
];

export const aplicaresClasses: readonly AplicaresClass[] = names.map(([kodekelas, namakelas]) => ({
	kodekelas,
	namakelas
}));

export function findAplicaresClass(kodekelas: string): AplicaresClass | undefined {
	return aplicaresClasses.find((one) => one.kodekelas === kodekelas.toUpperCase());
}
