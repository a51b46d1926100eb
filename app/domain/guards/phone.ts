import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/mobile";

/**
 * A mobile number in E.164, read as it is dialled in the country (ISO 3166) unless it begins with +. Null when it is no
 * mobile number of its country: messages and wallets need one.
 */
export function readPhone(text: string, country: string): string | null {
  const home = isSupportedCountry(country) ? { defaultCountry: country as CountryCode } : {};
  const number = parsePhoneNumberFromString(text, { ...home, extract: false });
  return number?.isValid() && number.ext === undefined ? number.number : null;
}
