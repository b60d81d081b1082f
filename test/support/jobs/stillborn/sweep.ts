/** Never gets to work. */
throw new Error('no such store');
