// The account by Go and its standard library.
import { parameters, quoted, type Given } from './given.js';

/** As gofmt aligns what stands behind the longest name. */
const WIDTH = '"client_secret":'.length;

export function go(given: Given): string {
  const entries = [...parameters(given), ['client_id', given.clientId]] as const;
  const fields = entries.map(([name, value]) => `\t\t${`${quoted(name)}:`.padEnd(WIDTH)} {${quoted(value)}},\n`);
  return `package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
)

func main() {
	answer, err := http.PostForm(${quoted(given.tokenUrl)}, url.Values{
${fields.join('')}		"client_secret": {os.Getenv("CLIENT_SECRET")},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(answer.Body)
		log.Fatal(answer.Status, " ", string(text))
	}
	var token struct {
		AccessToken string \`json:"access_token"\`
	}
	if err := json.NewDecoder(answer.Body).Decode(&token); err != nil {
		log.Fatal(err)
	}

	call, err := http.NewRequest("GET", ${quoted(given.call)}, nil)
	if err != nil {
		log.Fatal(err)
	}
	call.Header.Set("Authorization", "Bearer "+token.AccessToken)
	called, err := http.DefaultClient.Do(call)
	if err != nil {
		log.Fatal(err)
	}
	defer called.Body.Close()
	text, _ := io.ReadAll(called.Body)
	fmt.Println(called.StatusCode, string(text))
}
`;
}
