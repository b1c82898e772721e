package org.firewarden.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each proof for each size up to 64 holds, and none that differs from it in any way. */
class ProofsTest {

    private static final int SIZE = 64;

    private static final List<TreeHash> LEAVES = IntStream.range(0, SIZE)
            .mapToObj(i -> TreeHash.ofLeaf(("leaf " + i).getBytes(StandardCharsets.UTF_8)))
            .toList();

    private final TestTree tree = new TestTree(LEAVES);

    @Test
    void theRunningRootIsTheRootByDefinition() {
        Frontier frontier = Frontier.empty();
        for (int size = 0; size <= SIZE; size++) {
            assertThat(frontier.root()).isEqualTo(tree.root(size));
            assertThat(Frontier.of(size, frontier.subtrees()).root()).isEqualTo(tree.root(size));
            if (size < SIZE) {
                frontier.append(
                        LEAVES.get(size),
                        (level, index, hash) -> assertThat(hash).isEqualTo(tree.root(level, index)));
            }
        }
    }

    @Test
    void aCopyOfAFrontierGoesItsOwnWay() {
        Frontier frontier = Frontier.empty();
        frontier.append(LEAVES.get(0));
        frontier.copy().append(LEAVES.get(1));

        assertThat(frontier.size()).isEqualTo(1);
        assertThat(frontier.root()).isEqualTo(tree.root(1));
    }

    @Test
    void eachLeafOfEachSizeIsProvenAndNoOther() {
        for (int size = 1; size <= SIZE; size++) {
            for (int index = 0; index < size; index++) {
                InclusionProof proof = InclusionProof.of(index, size, tree);
                assertThat(proof.isOf(LEAVES.get(index), tree.root(size))).isTrue();
                assertThat(proof.path()).hasSizeLessThanOrEqualTo(64 - Long.numberOfLeadingZeros(size - 1));
                TreeHash another = LEAVES.get((index + 1) % SIZE);
                assertThat(proof.isOf(another, tree.root(size))).isFalse();
                assertThat(proof.isOf(LEAVES.get(index), tree.root(size - 1))).isFalse();
            }
        }
    }

    @Test
    void aProofIsOfItsPlaceOnly() {
        for (int index = 0; index < SIZE; index++) {
            InclusionProof proof = InclusionProof.of(index, SIZE, tree);
            for (int other = 0; other < SIZE; other++) {
                assertThat(new InclusionProof(other, SIZE, proof.path()).isOf(LEAVES.get(index), tree.root(SIZE)))
                        .isEqualTo(other == index);
            }
        }
    }

    @Test
    void eachPairOfSizesIsProvenConsistentAndNoFork() {
        List<TreeHash> forked = new ArrayList<>(LEAVES);
        forked.set(0, TreeHash.ofLeaf(new byte[] {1}));
        TestTree fork = new TestTree(forked);
        for (int second = 1; second <= SIZE; second++) {
            for (int first = 1; first <= second; first++) {
                ConsistencyProof proof = ConsistencyProof.of(first, second, tree);
                assertThat(proof.holds(tree.root(first), tree.root(second))).isTrue();
                assertThat(proof.holds(fork.root(first), tree.root(second))).isFalse();
                assertThat(proof.holds(tree.root(first), fork.root(second))).isFalse();
                assertThat(ConsistencyProof.of(first, second, fork).holds(tree.root(first), fork.root(second)))
                        .isFalse();
            }
        }
    }

    @Test
    void noOtherPathProvesAnInclusion() {
        for (int size = 1; size <= 20; size++) {
            for (int index = 0; index < size; index++) {
                int place = index;
                int of = size;
                eachAlteration(
                        InclusionProof.of(index, size, tree).path(),
                        altered -> assertThat(
                                        new InclusionProof(place, of, altered).isOf(LEAVES.get(place), tree.root(of)))
                                .isFalse());
            }
        }
    }

    @Test
    void noOtherPathProvesConsistency() {
        for (int second = 1; second <= 20; second++) {
            for (int first = 1; first <= second; first++) {
                int earlier = first;
                int later = second;
                eachAlteration(
                        ConsistencyProof.of(first, second, tree).path(),
                        altered -> assertThat(new ConsistencyProof(earlier, later, altered)
                                        .holds(tree.root(earlier), tree.root(later)))
                                .isFalse());
            }
        }
    }

    /** Each byte flipped, each hash left out, each hash twice, each pair swapped, one more at each place. */
    private static void eachAlteration(List<TreeHash> path, Consumer<List<TreeHash>> check) {
        for (int i = 0; i < path.size(); i++) {
            for (int at = 0; at < TreeHash.LENGTH; at++) {
                byte[] bytes = path.get(i).bytes();
                bytes[at] ^= (byte) (1 << (at % 8));
                check.accept(with(path, i, TreeHash.of(bytes)));
            }
            List<TreeHash> shorter = new ArrayList<>(path);
            shorter.remove(i);
            check.accept(shorter);
            if (i > 0) {
                check.accept(with(with(path, i, path.get(i - 1)), i - 1, path.get(i)));
            }
        }
        for (int i = 0; i <= path.size(); i++) {
            List<TreeHash> longer = new ArrayList<>(path);
            longer.add(i, i < path.size() ? path.get(i) : TreeHash.OF_EMPTY_TREE);
            check.accept(longer);
        }
    }

    private static List<TreeHash> with(List<TreeHash> path, int at, TreeHash hash) {
        List<TreeHash> changed = new ArrayList<>(path);
        changed.set(at, hash);
        return changed;
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> InclusionProof.of(5, 5, tree)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InclusionProof.of(-1, 5, tree)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConsistencyProof.of(0, 5, tree)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConsistencyProof.of(6, 5, tree)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Frontier.of(3, List.of(LEAVES.get(0)))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void base64WithBitsBehindTheLastByteIsNotAHash() {
        String text = LEAVES.get(0).toString();
        assertThat(TreeHash.ofBase64(text)).contains(LEAVES.get(0));
        for (int i = 0; i < text.length(); i++) {
            StringBuilder altered = new StringBuilder(text);
            altered.setCharAt(i, text.charAt(i) == 'A' ? 'B' : 'A');
            assertThat(TreeHash.ofBase64(altered.toString())).isNotEqualTo(TreeHash.ofBase64(text));
        }
        char lastDigit = text.charAt(42);
        for (char c = 'A'; c <= 'Z'; c++) {
            if (c != lastDigit) {
                StringBuilder altered = new StringBuilder(text);
                altered.setCharAt(42, c);
                assertThat(TreeHash.ofBase64(altered.toString())).isNotEqualTo(TreeHash.ofBase64(text));
            }
        }
    }
}
