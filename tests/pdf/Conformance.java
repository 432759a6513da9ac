import java.io.FileInputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Conformance FLAVOURS FILE...: judges each file by each flavour of veraPDF (3a, ua1) and prints the rules it breaks. */
public class Conformance {
  public static void main(String[] args) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    boolean allFollow = true;
    for (int i = 1; i < args.length; i++) {
      for (String flavour : args[0].split(",")) {
        allFollow &= follows(args[i], PDFAFlavour.fromString(flavour));
      }
    }
    System.exit(allFollow ? 0 : 1);
  }

  private static boolean follows(String file, PDFAFlavour flavour) throws Exception {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      ValidationResult result = validator.validate(parser);
      String verdict = result.isCompliant() ? "follows" : "BREAKS";
      System.out.printf("%-32s %s %s%n", Path.of(file).getFileName(), verdict, flavour);
      Map<String, Integer> broken = new TreeMap<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
          broken.merge(rule + " " + assertion.getMessage(), 1, Integer::sum);
        }
      }
      broken.forEach((rule, times) -> System.out.printf("  %d x %s%n", times, rule));
      return result.isCompliant();
    }
  }
}
