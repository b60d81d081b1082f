/** Slack's limits on messages and Block Kit (docs.slack.dev, "Blocks", "Block elements", "chat.postMessage"). */
export const messageLimits = {
  blocks: 50,
  headerText: 150,
  contextElements: 10,
  /** Elements of one actions block. */
  buttons: 25,
  buttonLabel: 75,
  buttonValue: 2000,
} as const;

/** Limits on views and their inputs ("Views", "Plain-text input", "Option object"). */
export const formLimits = {
  title: 24,
  label: 2000,
  value: 3000,
  choices: 100,
  choice: 75,
  /** The value of a choice; nobody sees it. */
  choiceValue: 150,
  placeholder: 150,
  blocks: 100,
  metadata: 3000,
} as const;

/** Our own: what one message may take up before the rest is left out. */
export const answerLimits = {
  /**
   * All blocks as JSON, what is not ASCII counted as escapes. Slack refuses about 13,200 ("msg_blocks_too_long") and
   * counts the containers too, in a way it does not publish.
   */
  size: 12_000,
  /** The part of it that buttons may take. */
  buttonsSize: 4000,
  /** A longer value is kept in the store, so that buttons leave room for the answer. */
  buttonValue: 500,
  /** One run of text in one look. */
  run: 2000,
  /** The notification text; Slack cuts it at 40,000. */
  text: 4000,
  title: 1500,
  /** Pieces of a title: twenty people and the words between them. */
  titleParts: 50,
  /** Shortest time between two edits of one message. */
  editGapMs: 1100,
} as const;

/** Limits on the app manifest ("App manifest reference"). */
export const manifestLimits = {
  commands: 50,
  /** With the slash. */
  commandName: 32,
  description: 2000,
  usageHint: 1000,
} as const;
