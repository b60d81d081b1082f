/** Discord's limits on messages and components (API reference: "Message Object", "Component Reference"). */
export const messageLimits = {
  /** Components of one message, nested ones included. */
  components: 40,
  /** Characters of all text displays of one message. */
  text: 4000,
  buttonsInRow: 5,
  customId: 100,
  buttonLabel: 80,
  /** Ids in `allowed_mentions.users` and `.roles` each. */
  mentions: 100,
  nonce: 25,
  /** What a picture shows, in words. */
  description: 1024,
} as const;

/** A classic message ("Message Object", "Embed Limits"). */
export const embedLimits = {
  content: 2000,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  /** Everything in the embeds of one message. */
  total: 6000,
} as const;

/** A select of strings under a message ("String Select"). */
export const selectLimits = { options: 25, label: 100, value: 100, placeholder: 150 } as const;

/** Limits on commands ("Application Commands"). */
export const commandLimits = {
  commands: 100,
  options: 25,
  choices: 25,
  choice: 100,
  description: 100,
  /** Names, descriptions and values of one command, all together. */
  characters: 8000,
} as const;

/** Our own: what one answer may take up before the rest is left out. */
export const answerLimits = {
  /** The message itself and up to three that follow it. */
  messages: 4,
  /** Two rows; an answer with more is a form, not an answer. */
  buttons: 10,
  /** More buttons of one command than that are one thing to choose from. */
  alike: 5,
  /** Shortest time between two edits of one message: Discord allows five in five seconds. */
  editGapMs: 1500,
} as const;

/** A modal and its text inputs. */
export const formLimits = {
  ...{ title: 45, fields: 5, label: 45, description: 100, value: 4000 },
  /** What stands in an empty box. */
  placeholder: 100,
  /** Options of a select, and the characters of each. */
  ...{ choices: 25, choice: 100 },
  /** Of a select of people: it takes 25, the directory 20 names. */
  people: 20,
} as const;
