# Every shape of archive with every shape of XML, all five fields edited.

for archive in infozip pipe bsdtar stream sevenzip dotnet; do
    for xml in v20 v14 v16 v18 odd mini; do
        begin "edit $archive $xml"
        fixture "$archive" "$xml"
        rm -f new.zip back.zip same.zip
        run set pbx.zip 200 --first-name Noelle --last-name "N & <M>'" \
            --email noelle@example.com --mobile +15550100299 \
            --caller-id 15550100298 -o new.zip
        expect_status 0
        judge pbx.zip new.zip --edit 200:FirstName=Noelle \
            --edit "200:LastName=N & <M>'" \
            --edit 200:EmailAddress=noelle@example.com \
            --edit 200:MobileNumber=+15550100299 \
            --edit 200:OutboundCallerID=15550100298
        run set pbx.zip 221 --first-name Ann --caller-id 15550100221 \
            --mobile 15550100222 -o back.zip
        expect_status 0
        judge pbx.zip back.zip --edit 221:FirstName=Ann \
            --edit 221:OutboundCallerID=15550100221 \
            --edit 221:MobileNumber=15550100222
        run set pbx.zip 200 --first-name Martin -o same.zip
        expect_status 0
        expect_same pbx.zip same.zip
        finish
    done
done
