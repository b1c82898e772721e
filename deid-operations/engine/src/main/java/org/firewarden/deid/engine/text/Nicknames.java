package org.firewarden.deid.engine.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Short and pet forms of English given names, each group one name. */
final class Nicknames {

    private static final List<List<String>> GROUPS = List.of(
                    "william bill billy will willy liam",
                    "robert rob robbie bob bobby bert",
                    "richard rich rick ricky dick",
                    "james jim jimmy jamie",
                    "john jack johnny jon",
                    "joseph joe joey jo",
                    "michael mike mikey mick mickey",
                    "thomas tom tommy",
                    "charles charlie chuck chas",
                    "edward ed eddie ted teddy ned",
                    "theodore ted teddy theo",
                    "david dave davey",
                    "daniel dan danny",
                    "matthew matt matty",
                    "anthony tony",
                    "christopher chris kit topher",
                    "nicholas nick nicky",
                    "alexander alex al sandy xander",
                    "alexandra alex sandra sandy lexi",
                    "andrew andy drew",
                    "benjamin ben benny benji",
                    "samuel sam sammy",
                    "samantha sam sammy",
                    "stephen steve steven stevie",
                    "steven steve stephen stevie",
                    "timothy tim timmy",
                    "patrick pat paddy",
                    "patricia pat patty patti trish tricia",
                    "gregory greg",
                    "jeffrey jeff",
                    "kenneth ken kenny",
                    "lawrence larry laurie",
                    "leonard leo len lenny",
                    "peter pete",
                    "raymond ray",
                    "ronald ron ronnie",
                    "donald don donnie",
                    "gerald gerry jerry",
                    "henry hank harry hal",
                    "harold harry hal",
                    "francis frank frankie fran",
                    "frederick fred freddie fritz",
                    "albert al bert bertie",
                    "arthur art artie",
                    "walter walt wally",
                    "eugene gene",
                    "nathaniel nate nathan nat",
                    "zachary zach zack",
                    "jonathan jon jonny",
                    "joshua josh",
                    "jacob jake",
                    "elizabeth liz lizzie beth betty betsy eliza libby lisa",
                    "margaret maggie meg peggy marge margie greta",
                    "katherine kate katie kathy kay kit kitty",
                    "catherine cathy kate katie cat",
                    "mary molly polly mamie",
                    "maria mia mary",
                    "barbara barb babs barbie",
                    "susan sue susie suzy",
                    "deborah deb debbie debby",
                    "jennifer jen jenny",
                    "jessica jess jessie",
                    "rebecca becky becca",
                    "victoria vicky tori",
                    "virginia ginny ginger",
                    "dorothy dot dottie dolly",
                    "frances fran frannie",
                    "eleanor ellie nell nora",
                    "helen nell ellen",
                    "judith judy",
                    "kimberly kim",
                    "pamela pam",
                    "cynthia cindy",
                    "christina chris tina chrissy",
                    "christine chris tina chrissy",
                    "stephanie steph",
                    "theresa terry tess tessa",
                    "abigail abby gail",
                    "amanda mandy",
                    "angela angie",
                    "gabriella gabby ella",
                    "isabella bella izzy",
                    "josephine jo josie",
                    "jacqueline jackie",
                    "sandra sandy",
                    "jose pepe joey",
                    "francisco paco pancho frank",
                    "guadalupe lupe",
                    "ignacio nacho",
                    "roberto beto bob",
                    "antonio tony tono",
                    "alejandro alex ale",
                    "miguel mike",
                    "guillermo memo will",
                    "rosa rosie",
                    "ana annie ann",
                    "ann annie anna nan nancy")
            .stream()
            .map(group -> Arrays.asList(group.split(" ", -1)))
            .toList();

    private Nicknames() {}

    /** Other forms of a name; empty for one without any. */
    static List<String> of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return GROUPS.stream()
                .filter(group -> group.contains(lower))
                .flatMap(List::stream)
                .distinct()
                .filter(other -> !other.equals(lower))
                .toList();
    }
}
