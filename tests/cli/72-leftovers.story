warning: extension 200: the old address "martin.alder@example.com" is still in the EmailAddress of the phone book entry "Martin Alder" [leftover-email]
warning: extension 200: another person gets the extension: mobile number +15550100200, caller ID 15550100200 and picture are still those of "Martin Alder" [leftover-values]
note: extension 200: the old name "Martin Alder" is still in the contact of the licence [leftover-name]
note: extension 200: the old name "Martin Alder" is still in the phone book entry "Martin Alder" [leftover-name]
note: extension 200: another person gets the extension: voicemail PIN, web password and meeting link are still those of "Martin Alder" [leftover-person]
note: extension 200: the voicemail greeting vmailprompts/200/greeting.wav is the former person's [leftover-greeting]
note: extension 200: the old name "Martin Alder" is still in Settings of the phone 0015651000C8 [leftover-name]
note: extension 200: the old name "Martin Alder" is still in the property CLICKTOCALL_NAME [leftover-name]
note: extension 200: the old name "Martin" is still in the queue 801 "Sales, ask for Martin" [leftover-name]
3 values of 1 user would change; nothing was written. To write a new backup:
  cxbak set pbx.zip 200 --first-name Noelle --last-name Newman --email noelle@example.com -o NEW.zip
